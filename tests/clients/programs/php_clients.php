<?php
// SPDX-License-Identifier: MIT
// Runs one of PHP's clients once: php php_clients.php CLIENT URL. No time
// limit that counts: run.py ends what hangs.
[, $name, $url] = $argv;
$method = getenv('CLIENTS_METHOD') ?: 'GET'; // POST where redirects are the question (record.py)
$body = $method === 'POST' ? '{}' : '';
$header = ['Authorization: Bearer sk-nexo-TEST'];
try {
    if ($name === 'php-curl') {
        $c = curl_init($url);
        curl_setopt_array($c, [CURLOPT_RETURNTRANSFER => true, CURLOPT_HTTPHEADER => $header]);
        curl_exec($c);
        echo curl_error($c);
    } elseif ($name === 'php-guzzle') {
        require '/usr/share/php/GuzzleHttp/autoload.php';
        (new GuzzleHttp\Client())->request($method, $url, ['body' => $body, 'headers' => ['Authorization' => 'Bearer sk-nexo-TEST']]);
    } else {
        echo @file_get_contents($url, false, stream_context_create(['http' => ['timeout' => 600, 'method' => $method, 'content' => $body, 'header' => $header]]));
    }
} catch (Throwable $e) {
    echo get_class($e), ': ', $e->getMessage();
}
