import dotenv from "dotenv";
import OpenAI from "openai";

dotenv.config();
const client = new OpenAI({
  apiKey: process.env.NEXOROUTER_API_KEY,
  baseURL: "https://api.nexorouter.com/v1",
});
