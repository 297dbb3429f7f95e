base URL        https://api.nexorouter.com/v1
trusted hosts   api.nexorouter.com
website         nexorouter.com
local URL       http://localhost:3001/v1
key variables   NEXOROUTER_API_KEY, OPENAI_API_KEY
header          Authorization: Bearer KEY
more headers    not documented
key             not documented
model           deepseek-v4-flash
messages        user: Say hello.
temperature     0.7
top_p           not documented
max_tokens      512
stream          not documented
timeout         60 s; slow models 180 s
from            profile
