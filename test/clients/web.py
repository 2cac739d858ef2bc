"""python-odata, which knows the service by its metadata alone."""
import os

from odata import ODataService

service = ODataService(os.environ["ODATA_URL"], reflect_entities=True)
right = wrong = 0


def check(what, found, wanted=True):
    global right, wrong
    good = found == wanted
    right, wrong = right + good, wrong + (not good)
    print("ok" if good else f"wrong: {found!r}, not {wanted!r}", what)


Deals, Accounts = service.entities["Deals"], service.entities["Accounts"]
check("entity sets", {"Contacts", "Quoted_Items", "Users"} <= set(service.entities))
top = list(service.query(Deals).filter(Deals.Amount > 1000).order_by(Deals.Amount.desc()).limit(5))
amounts = [deal.Amount for deal in top]
check("rows, sorted", (len(top), amounts == sorted(amounts, reverse=True)), (5, True))
check("no digit of a key is lost", len(str(top[0].id)), 19)
again = service.query(Deals).get(top[0].id)
check("one entity by its key", again.Amount, top[0].Amount)
stage = top[0].Stage
check("texts", {deal.Stage for deal in service.query(Deals).filter(Deals.Stage == stage).limit(20)}, {stage})
check("dates", {str(deal.Closing_Date)[:2] for deal in top if deal.Closing_Date}, {"20"})
found = [deal.Deal_Name for deal in service.query(Deals).filter(Deals.Deal_Name.contains("a")).limit(20)]
check("functions", (len(found), all("a" in name for name in found)), (20, True))
print(f"odata: {right} right, {wrong} wrong")
