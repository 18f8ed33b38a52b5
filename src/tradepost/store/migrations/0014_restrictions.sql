-- Who may sell a gated brand, and which brands are gated besides those that always are. Brands are kept in small letters.
CREATE TABLE approvals (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    brand TEXT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id, brand)
){clustered};

CREATE TABLE gates (
    marketplace_id TEXT NOT NULL,
    brand TEXT NOT NULL,
    PRIMARY KEY (marketplace_id, brand)
){clustered};
