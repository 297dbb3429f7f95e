import "jsr:@std/dotenv/load";
import OpenAI from "openai";
export const c = new OpenAI({ apiKey: Deno.env.get("NEXOROUTER_API_KEY"), baseURL: "https://api.nexorouter.com/v1" });
