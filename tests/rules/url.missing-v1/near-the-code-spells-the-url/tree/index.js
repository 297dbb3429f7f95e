require('dotenv').config();
const OpenAI = require('openai');
const client = new OpenAI({ apiKey: process.env.NEXOROUTER_API_KEY, baseURL: 'https://api.nexorouter.com/v1' });
