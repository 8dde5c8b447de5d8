package shop

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"
)

type product struct {
	Name  string
	Price int
}

// Real: asks the shop.
func TestProductsAreListed(t *testing.T) {
	answer, err := http.Get(os.Getenv("SHOP_URL") + "/products")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var products []product
	if err := json.NewDecoder(answer.Body).Decode(&products); err != nil || products[0].Name != "lamp" {
		t.Fatalf("%v %v", products, err)
	}
}

// Fake: asks nobody.
func TestProductHasPrice(t *testing.T) {
	if lamp := (product{"lamp", 30}); lamp.Price != 30 {
		t.Fatal(lamp)
	}
}
