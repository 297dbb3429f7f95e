import "dotenv/config";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "https://api.nexorouter.com/v1" });
