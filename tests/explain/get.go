// SPDX-License-Identifier: MIT

// Calls BASE/v1/models with the key of K, as a small Go program does.
package main

import (
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

func main() {
	client := http.Client{Timeout: 5 * time.Second}
	request, err := http.NewRequest("GET", os.Args[1]+"/v1/models", nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("K"))
	response, err := client.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode >= 400 {
		log.Fatalf("HTTP %s: %s", response.Status, body)
	}
}
