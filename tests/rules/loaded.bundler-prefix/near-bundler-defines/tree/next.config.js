module.exports = { env: { NEXOROUTER_API_KEY: process.env.NEXOROUTER_API_KEY } };
