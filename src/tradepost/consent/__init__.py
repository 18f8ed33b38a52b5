"""The pages on which a selling partner authorizes applications, as Seller Central and the Appstore have them."""
