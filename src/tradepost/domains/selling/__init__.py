"""What is offered and bought.

definitions/   product types: what a product of a kind must and may say
catalog/       what can be bought, shared by every seller of a world
restrictions/  what a seller may list only with an approval
listings/      what sellers offer, at which price, and how much of it
pricing/       what all sellers of a product ask, and whose offer is featured
orders/        what buyers buy, until it is with them and paid for, or given back
buyers/        who they are, when they come, what they order
"""
