import OpenAI from 'openai';
const c = new OpenAI({ apiKey: import.meta.env.NEXOROUTER_API_KEY, baseURL: 'https://api.nexorouter.com/v1', dangerouslyAllowBrowser: true });
