import Fastify from 'fastify';
import fastifyEnv from '@fastify/env';
import OpenAI from 'openai';
const app = Fastify();
await app.register(fastifyEnv, { dotenv: true, schema: { type: 'object', required: ['NEXOROUTER_API_KEY'], properties: { NEXOROUTER_API_KEY: { type: 'string' } } } });
const client = new OpenAI({ apiKey: app.config.NEXOROUTER_API_KEY, baseURL: 'https://api.nexorouter.com/v1' });
