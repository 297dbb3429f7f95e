<?php
$dotenv = Dotenv\Dotenv::createImmutable(__DIR__, '.env.prod');
$dotenv->load();
