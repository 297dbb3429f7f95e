export const ask = () => fetch("https://api.nexorouter.com/v1/models", { headers: { Authorization: "Bearer " + import.meta.env.NEXOROUTER_API_KEY } });
