<?php
// SPDX-License-Identifier: MIT
// Real loaders of PHP over many files: php drive.php LOADER CASES
const NAMES = ['K', 'A', 'B', 'low'];
[, $loader, $cases] = $argv;
require $loader === 'phpdotenv-5.4' ? '/usr/share/php/Dotenv/autoload.php' : '/usr/share/php/Symfony/Component/Dotenv/autoload.php';

function plain(string $text): string
{
    return preg_replace_callback('/\\\\(?:x([0-9a-f]{2})|(.))/s', fn ($m) => ($m[1] ?? '') !== ''
        ? chr(hexdec($m[1])) : ['n' => "\n", 'r' => "\r", 't' => "\t", '\\' => '\\'][$m[2]], $text);
}

function escaped(string $text): string
{
    $codes = [10 => '\n', 13 => '\r', 9 => '\t', 92 => '\\\\'];
    $out = '';
    foreach (unpack('C*', $text) as $b) {
        $out .= $codes[$b] ?? ($b >= 0x20 && $b <= 0x7e ? chr($b) : sprintf('\x%02x', $b));
    }
    return $out;
}

$dir = sys_get_temp_dir().'/loaders-'.getmypid();
mkdir($dir);
$kept = $_SERVER;
foreach (file($cases, FILE_IGNORE_NEW_LINES) as $line) {
    [$env, $text] = explode("\t", $line);
    file_put_contents("$dir/.env", plain($text));
    $_SERVER = array_diff_key($kept, array_flip(NAMES));
    unset($_SERVER['SYMFONY_DOTENV_VARS']);
    $_ENV = [];
    foreach (NAMES as $name) {
        putenv($name);
    }
    foreach ($env === '-' ? [] : explode('|', $env) as $pair) {
        [$name, $value] = explode('=', $pair, 2);
        $_SERVER[$name] = plain($value);
        putenv($name.'='.plain($value));
    }
    $status = 'ok';
    try {
        if ($loader === 'phpdotenv-5.4') {
            Dotenv\Dotenv::createImmutable($dir)->load();
        } else {
            (new Symfony\Component\Dotenv\Dotenv())->load("$dir/.env");
        }
    } catch (Throwable $e) {
        $status = 'fail';
    }
    $row = [$status];
    foreach (NAMES as $name) {
        $value = $_ENV[$name] ?? $_SERVER[$name] ?? null;
        $row[] = $value === null ? '-' : '='.escaped($value);
    }
    echo implode("\t", $row), "\n";
}
unlink("$dir/.env");
rmdir($dir);
