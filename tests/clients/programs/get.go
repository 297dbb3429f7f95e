// SPDX-License-Identifier: MIT

// Calls a URL as Go's default client does. No time limit: run.py ends what hangs.
package main

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Println(runtime.Version())
		return
	}
	request, err := http.NewRequest("GET", os.Args[1], nil)
	if err == nil {
		request.Header.Set("Authorization", "Bearer sk-nexo-TEST")
		_, err = http.DefaultClient.Do(request)
	}
	if err != nil {
		fmt.Println(err)
	}
}
