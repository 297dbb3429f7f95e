<?php return ['api_key' => env('NEXOROUTER_API_KEY'), 'base_uri' => 'https://api.nexorouter.com/v1'];
