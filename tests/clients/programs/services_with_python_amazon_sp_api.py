"""A service from the order to the proof, with python-amazon-sp-api and, where that names no marketplace, with Amazon's
own client. Knows nothing of Tradepost, but for being the buyer and moving the clock."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import urllib.request
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from sp_api.api import Services
from sp_api.base import Marketplaces, SellingApiException
from spapi import SPAPIClient, SPAPIConfig
from spapi.api.services_v1.service_api import ServiceApi

US = Marketplaces.US.marketplace_id
NINE, TEN, FIVE = "2031-03-03T09:00:00Z", "2031-03-03T10:00:00Z", "2031-03-03T17:00:00Z"
RECEIPT = b"%PDF-1.7 The wardrobe stands."


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(method: str, path: str, body: object) -> dict[str, Any]:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/{path}"
    request = urllib.request.Request(url, json.dumps(body).encode(), method=method)
    found: dict[str, Any] = json.load(urllib.request.urlopen(request))
    return found


def encrypted(details: dict[str, str]) -> bytes:
    key, vector = (base64.b64decode(details[name]) for name in ("key", "initializationVector"))
    padder, cipher = PKCS7(128).padder(), Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return cipher.update(padder.update(RECEIPT) + padder.finalize()) + cipher.finalize()


control("POST", "reset", {"startAt": "2031-03-03T00:00:00Z"})
control("POST", "clock/freeze", {})
wardrobe = {"asin": "B0ASSEMBLY", "title": "Furniture assembly", "durationInMinutes": 60, "price": "89.00"}
control("PUT", "services/stores/STORE-1", {"services": [wardrobe]})
control("PUT", "services/technicians/TECH1", {"name": "Ada Lowe"})
job = control("POST", "buyers/services", {"storeId": "STORE-1", "asin": "B0ASSEMBLY"})["serviceJobId"]

config = SPAPIConfig(
    client_id=os.environ["LWA_CLIENT_ID"],
    client_secret=os.environ["LWA_CLIENT_SECRET"],
    refresh_token=os.environ["LWA_REFRESH_TOKEN"],
    region="NA",
)
services, amazons = Services(), ServiceApi(SPAPIClient(config).api_client)
hours = {"startTime": NINE, "endTime": FIVE, "capacity": 2}
say("warned", amazons.update_schedule("STORE-1", [US], {"schedules": [hours]}).payload)
lunch = {"type": "BREAK", "availability": {"startTime": TEN, "endTime": "2031-03-03T11:00:00Z", "capacity": 1}}
kept = amazons.create_reservation([US], {"resourceId": "STORE-1", "reservation": lunch}).payload.reservation
asked = {"capacityTypes": ["AVAILABLE_CAPACITY"], "startDateTime": NINE, "endDateTime": FIVE}
found = amazons.get_range_slot_capacity("STORE-1", [US], asked)
say("available", [each.capacity for each in found.capacities[0].slots])
fixed = amazons.get_fixed_slot_capacity("STORE-1", [US], {**asked, "slotDuration": 240})
say("fixed", [each.available_capacity for each in fixed.capacities])
longer = {**lunch, "availability": {**lunch["availability"], "endTime": "2031-03-03T12:00:00Z"}}
amazons.update_reservation(kept.reservation_id, [US], {"resourceId": "STORE-1", "reservation": longer})
amazons.cancel_reservation(kept.reservation_id, [US])

listed = services.get_service_jobs(createdAfter="2031-03-01T00:00:00Z", marketplaceIds=[US]).payload
say("listed", [listed["totalResultSize"], listed["jobs"][0]["serviceJobStatus"]])
slots = services.get_appointmment_slots_by_job_id(job, marketplaceIds=[US], startTime=NINE, endTime=TEN).payload
say("slots", [each["capacity"] for each in slots["appointmentSlots"]])
named = {"asin": "B0ASSEMBLY", "storeId": "STORE-1", "marketplaceIds": [US], "startTime": NINE, "endTime": FIVE}
say("of the store", len(services.get_appointment_slots(**named).payload["appointmentSlots"]))
answer = services.add_appointment_for_service_job_by_service_job_id(job, appointmentTime={"startTime": NINE})
first = answer.payload["appointmentId"]
answer = services.reschedule_appointment_for_service_job_by_service_job_id_post(
    job, first, appointmentTime={"startTime": TEN}, rescheduleReasonCode="RS1"
)
second = answer.payload["appointmentId"]
services.assign_appointment_resources(job, second, resources=[{"resourceId": "TECH1"}])
control("POST", "clock/advance", {"to": "2031-03-03T12:00:00Z"})
destination = services.create_service_document_upload_destination(contentType="PDF", contentLength=32).payload
body = encrypted(destination["encryptionDetails"])
put = urllib.request.Request(destination["url"], body, destination["headers"], method="PUT")
say("put", urllib.request.urlopen(put).status)
proof = {
    "uploadDestinationId": destination["uploadDestinationId"],
    "contentSha256": hashlib.sha256(RECEIPT).hexdigest(),
}
services.set_appointment_fulfillment_data(
    job, second, fulfillmentTime={"startTime": TEN, "endTime": "2031-03-03T10:55:00Z"}, fulfillmentDocuments=[proof]
)
services.complete_service_job_by_service_job_id(job)
shown = services.get_service_job_by_service_job_id(job).payload
say("status", shown["serviceJobStatus"])
say("appointments", [each["appointmentStatus"] for each in shown["appointments"]])
say("proved", shown["appointments"][1]["poa"]["poaType"])
other = control("POST", "buyers/services", {"storeId": "STORE-1", "asin": "B0ASSEMBLY"})["serviceJobId"]
amazons.cancel_service_job_by_service_job_id(other, "V1")
say("cancelled", amazons.get_service_job_by_service_job_id(other).payload.service_job_status)
try:
    services.complete_service_job_by_service_job_id(other)
except SellingApiException as refusal:
    say("refused", refusal.amzn_code)
