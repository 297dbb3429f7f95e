import OpenAI from "openai";
export default { async fetch(req, env) {
  const client = new OpenAI({ apiKey: env.NEXOROUTER_API_KEY, baseURL: "https://api.nexorouter.com/v1" });
  return Response.json(await client.models.list());
} };
