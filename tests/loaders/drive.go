// SPDX-License-Identifier: MIT
// Real loaders of Go over many files: drive LOADER CASES
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/joho/godotenv"
	"github.com/subosito/gotenv"
)

var names = []string{"K", "A", "B", "low"}

func plain(text string) string {
	var out []byte
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			out = append(out, text[i])
			continue
		}
		i++
		switch text[i] {
		case 'x':
			b, _ := strconv.ParseUint(text[i+1:i+3], 16, 8)
			out = append(out, byte(b))
			i += 2
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		default:
			out = append(out, text[i])
		}
	}
	return string(out)
}

func escaped(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b == '\n':
			out.WriteString("\\n")
		case b == '\r':
			out.WriteString("\\r")
		case b == '\t':
			out.WriteString("\\t")
		case b == '\\':
			out.WriteString("\\\\")
		case b < 0x20 || b > 0x7e:
			fmt.Fprintf(&out, "\\x%02x", b)
		default:
			out.WriteByte(b)
		}
	}
	return out.String()
}

func load(loader, path string) (status string) {
	status = "ok"
	defer func() {
		if recover() != nil {
			status = "fail"
		}
	}()
	var err error
	if loader == "gotenv-1.2" {
		err = gotenv.Load(path)
	} else {
		err = godotenv.Load(path)
	}
	if err != nil {
		status = "fail"
	}
	return status
}

func main() {
	dir, _ := os.MkdirTemp("", "loaders")
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, ".env")
	in, _ := os.Open(os.Args[2])
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<26)
	home := os.Getenv("PATH")
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		os.WriteFile(path, []byte(plain(cells[1])), 0o600)
		os.Clearenv()
		os.Setenv("PATH", home)
		os.Setenv("HOME", "/root")
		if cells[0] != "-" {
			for _, pair := range strings.Split(cells[0], "|") {
				at := strings.Index(pair, "=")
				os.Setenv(pair[:at], plain(pair[at+1:]))
			}
		}
		row := []string{load(os.Args[1], path)}
		for _, name := range names {
			if value, ok := os.LookupEnv(name); ok {
				row = append(row, "="+escaped(value))
			} else {
				row = append(row, "-")
			}
		}
		fmt.Println(strings.Join(row, "\t"))
	}
}
