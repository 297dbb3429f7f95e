<?php
namespace App;
final class Ai { public function __construct(private string $key) { $c = \OpenAI::factory()->withApiKey($key)->withBaseUri('https://api.nexorouter.com/v1')->make(); } }
