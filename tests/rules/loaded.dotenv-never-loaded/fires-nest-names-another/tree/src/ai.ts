import OpenAI from 'openai';
export const mk = (c) => new OpenAI({ apiKey: c.get('NEXOROUTER_API_KEY'), baseURL: 'https://api.nexorouter.com/v1' });
