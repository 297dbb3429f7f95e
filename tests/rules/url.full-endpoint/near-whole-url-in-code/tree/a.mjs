const r = await fetch("https://api.nexorouter.com/v1/chat/completions", {headers: {Authorization: `Bearer ${process.env.NEXOROUTER_API_KEY}`}});
