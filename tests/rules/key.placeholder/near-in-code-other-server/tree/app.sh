curl https://api.nexorouter.com/v1/models -H "Authorization: Bearer $NEXOROUTER_API_KEY"
