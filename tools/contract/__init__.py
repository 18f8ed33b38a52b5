"""The contract generator: from the published Swagger models to ``src/tradepost/contract``.

python -m tools.contract MODELS OPERATIONS.tsv [--all] [--into FOLDER]
"""
