const { NEXOROUTER_API_KEY: key } = process.env;
export const POST = () =>
  fetch("https://api.nexorouter.com/v1/models", { headers: { Authorization: `Bearer ${key}` } });
