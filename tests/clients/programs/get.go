// SPDX-License-Identifier: MIT

// Calls a URL as Go's default client does.
package main

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"time"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Println(runtime.Version())
		return
	}
	request, err := http.NewRequest("GET", os.Args[1], nil)
	if err == nil {
		request.Header.Set("Authorization", "Bearer sk-nexo-TEST")
		client := &http.Client{Timeout: 3 * time.Second}
		_, err = client.Do(request)
	}
	if err != nil {
		fmt.Println(err)
	}
}
