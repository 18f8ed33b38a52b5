"""What links in answers lead to, for whoever holds one: pictures of products, schemas of product types."""
