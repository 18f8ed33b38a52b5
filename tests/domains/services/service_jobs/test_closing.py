"""An appointment was kept: what is said of it, what proves it, and how a job ends."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from tests.domains.services.service_jobs.serving import JOBS, SERVICE, Services
from tests.shop import BARE, Json

RECEIPT = b"%PDF-1.7 The wardrobe stands, and the buyer has signed."


def encrypted(destination: Json, plain: bytes) -> bytes:
    details = destination["encryptionDetails"]
    assert details["standard"] == "AES"
    key, vector = (base64.b64decode(details[name]) for name in ("key", "initializationVector"))
    padder, cipher = PKCS7(128).padder(), Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    padded = padder.update(plain) + padder.finalize()
    return cipher.update(padded) + cipher.finalize()


def promised(services: Services, length: int = len(RECEIPT) // 16 * 16 + 16, **more: Any) -> Json:
    body = {"contentType": "PDF", "contentLength": length, **more}
    payload: Json = services.shop.ok("POST", f"{SERVICE}/documents", body)["payload"]
    return payload


def put(destination: Json, body: bytes) -> httpx.Response:
    return BARE.put(destination["url"], content=body, headers=destination["headers"])


def kept_appointment(services: Services) -> tuple[str, str, str]:
    """A job whose appointment was at nine, at half past ten; and the path of its fulfillment data."""
    services.open()
    services.technician("TECH1")
    job = services.buy()
    appointment = services.book(job, services.time(9))
    services.send(job, appointment, "TECH1")
    services.shop.advance("PT10H30M")
    return job, appointment, f"{JOBS}/{job}/appointments/{appointment}/fulfillment"


def test_a_job_is_done_once_it_is_said_when_the_work_began_and_ended(services: Services) -> None:
    job, appointment, _ = kept_appointment(services)
    [error] = services.shop.refused("PUT", f"{JOBS}/{job}/completions", status=422)
    assert error["details"].startswith(f"serviceJobId: '{job}' cannot be completed before fulfillmentTime.startTime")
    services.say(job, appointment, fulfillmentTime={"startTime": services.time(9, 5)})
    services.shop.refused("PUT", f"{JOBS}/{job}/completions", status=422)
    assert services.status(job) == "NOT_SERVICED"
    services.say(job, appointment, fulfillmentTime={"endTime": services.time(10, 20)})
    assert services.shop.ok("PUT", f"{JOBS}/{job}/completions") == {}
    found = services.job(job)
    assert (found["serviceJobStatus"], found["appointments"][0]["appointmentStatus"]) == ("COMPLETED", "COMPLETED")
    services.shop.refused("PUT", f"{JOBS}/{job}/completions", status=422)
    steps = [(each["body"]["from"], each["body"]["to"]) for each in services.happened("status_changed")]
    assert steps == [("PENDING_SCHEDULE", "NOT_SERVICED"), ("NOT_SERVICED", "COMPLETED")]
    services.shop.advance("P40D")
    assert services.status(job) == "COMPLETED"


def test_a_service_that_was_performed_is_paid_once(services: Services) -> None:
    job, appointment, _ = kept_appointment(services)
    shop = services.shop
    assert shop.ok("GET", "/finances/v0/financialEventGroups")["payload"]["FinancialEventGroupList"] == []
    services.say(job, appointment, fulfillmentTime={"startTime": services.time(9), "endTime": services.time(10)})
    shop.ok("PUT", f"{JOBS}/{job}/completions")
    shop.advance("PT5M")
    events = shop.ok("GET", "/finances/v0/financialEvents")["payload"]["FinancialEvents"]
    [credit] = events["ServiceProviderCreditEventList"]
    own, paid = shop.credentials["seller_id"], float(services.happened("completed")[0]["body"]["amount"])
    assert paid > 0
    assert credit["TransactionAmount"] == {"CurrencyCode": "USD", "CurrencyAmount": paid}
    assert (credit["SellerId"], credit["ProviderId"], credit["MarketplaceCountryCode"]) == (own, own, "US")
    assert credit["SellerOrderId"] == services.job(job)["serviceOrderId"]
    [group] = shop.ok("GET", "/finances/v0/financialEventGroups")["payload"]["FinancialEventGroupList"]
    assert group["OriginalTotal"]["CurrencyAmount"] == paid
    [transaction] = shop.ok("GET", "/finances/2024-06-19/transactions", postedAfter="2020-01-01T00:00:00Z")["payload"][
        "transactions"
    ]
    assert transaction["totalAmount"]["currencyAmount"] == paid


def test_a_document_proves_the_appointment(services: Services) -> None:
    job, appointment, _ = kept_appointment(services)
    destination = promised(services)
    assert destination["headers"] == {"Content-Type": "application/pdf"}
    assert put(destination, encrypted(destination, RECEIPT)).status_code == 200
    services.say(
        job,
        appointment,
        fulfillmentTime={"startTime": services.time(9, 5), "endTime": services.time(10, 20)},
        appointmentResources=[{"resourceId": "TECH1"}],
        fulfillmentDocuments=[
            {
                "uploadDestinationId": destination["uploadDestinationId"],
                "contentSha256": hashlib.sha256(RECEIPT).hexdigest(),
            }
        ],
    )
    assert services.job(job)["appointments"][0]["poa"] == {
        "appointmentTime": {"startTime": services.time(9, 5), "durationInMinutes": 75},
        "technicians": [{"technicianId": "TECH1", "name": "Ada Lowe"}],
        "uploadingTechnician": "TECH1",
        "uploadTime": services.time(10, 30),
        "poaType": "POA_RECEIPT",
    }


def test_the_hash_may_be_that_of_the_encrypted_bytes_in_either_form(services: Services) -> None:
    job, appointment, _ = kept_appointment(services)
    destination = promised(services)
    body = encrypted(destination, RECEIPT)
    put(destination, body)
    for digest in (hashlib.sha256(body).hexdigest().upper(), base64.b64encode(hashlib.sha256(body).digest()).decode()):
        document = {"uploadDestinationId": destination["uploadDestinationId"], "contentSha256": digest}
        services.say(job, appointment, fulfillmentDocuments=[document])


def test_documents_that_are_not_what_was_said_prove_nothing(services: Services) -> None:
    job, _, path = kept_appointment(services)
    empty, long, plain, other = promised(services), promised(services), promised(services), promised(services)
    put(long, b"0" * 16)
    body = bytearray(encrypted(plain, RECEIPT))
    body[-17] ^= len(body) - len(RECEIPT)  # its padding, which says how long it is, comes out as 0
    put(plain, bytes(body))
    put(other, encrypted(other, RECEIPT))
    documents = [
        {"uploadDestinationId": each["uploadDestinationId"], "contentSha256": "0" * 64}
        for each in (empty, long, plain, other)
    ]
    documents.append({"uploadDestinationId": "nowhere"})
    errors = services.shop.refused("PUT", path, {"fulfillmentDocuments": documents})
    details = [each["details"].split("' ", 1)[1] for each in errors]
    assert details == [
        "has nothing uploaded to it",
        "has 16 bytes, not the 64 of its contentLength",
        "cannot be decrypted with the key and vector of its destination",
        "is not the SHA-256 of what was uploaded",
        "is not an upload destination of yours",
    ]
    assert "poa" not in services.job(job)["appointments"][0]


def test_bytes_with_another_md5_than_promised_are_not_taken(services: Services) -> None:
    body = b"0" * 64
    digest = base64.b64encode(hashlib.md5(b"1" * 64).digest()).decode()
    destination = promised(services, 64, contentMD5=digest)
    assert destination["headers"]["Content-MD5"] == digest
    assert put(destination, body).status_code == 400
    for wrong in ({"contentLength": 5_242_881}, {"contentLength": 0}, {"contentLength": 1.5}, {"contentType": "EXE"}):
        services.shop.refused("POST", f"{SERVICE}/documents", {"contentType": "PDF", "contentLength": 64, **wrong})


@pytest.mark.parametrize(
    ("body", "details"),
    [
        (
            {"fulfillmentTime": {"startTime": "2027-03-01T10:31:00Z"}},
            "fulfillmentTime.startTime: '2027-03-01T10:31:00Z' must not be in the future",
        ),
        (
            {"fulfillmentTime": {"endTime": "2027-03-01T10:00:00Z"}},
            "fulfillmentTime.endTime: '2027-03-01T10:00:00Z' needs a fulfillmentTime.startTime that is not after it",
        ),
        (
            {"estimatedArrivalTime": {"startTime": "2027-03-01T10:00:00Z", "endTime": "2027-03-01T09:00:00Z"}},
            "estimatedArrivalTime.endTime: '2027-03-01T09:00:00Z' must not be before estimatedArrivalTime.startTime",
        ),
        (
            {"appointmentResources": [{"resourceId": "X"}]},
            "appointmentResources.resourceId: 'X' is not a technician of yours in ATVPDKIKX0DER",
        ),
    ],
    ids=["the future", "an end without a beginning", "an arrival backwards", "a stranger"],
)
def test_what_cannot_be_is_not_said(services: Services, body: Json, details: str) -> None:
    job, _, path = kept_appointment(services)
    [error] = services.shop.refused("PUT", path, body)
    assert error["details"] == details
    services.shop.refused("PUT", f"{JOBS}/{job}/completions", status=422)
    assert services.happened("fulfillment_set") == []


def test_a_job_is_called_off_and_its_time_is_free_again(services: Services) -> None:
    services.open()
    job = services.buy()
    appointment = services.book(job, services.time(9))
    path = f"{JOBS}/{job}/cancellations"
    services.shop.refused("PUT", path)
    services.shop.refused("PUT", path, cancellationReasonCode="no reason")
    assert services.status(job) == "NOT_SERVICED"
    assert services.shop.ok("PUT", path, cancellationReasonCode="V2") == {}
    found = services.job(job)
    assert (found["serviceJobStatus"], found["appointments"][0]["appointmentStatus"]) == ("CANCELLED", "CANCELLED")
    assert services.available(services.time(9), services.time(17)) == [(services.time(9), services.time(17), 1)]
    assert services.happened("status_changed")[-1]["body"] == {
        "serviceJobId": job,
        "from": "NOT_SERVICED",
        "to": "CANCELLED",
        "reason": "V2",
    }
    [error] = services.shop.refused("PUT", path, status=422, cancellationReasonCode="V2")
    assert error["details"] == f"serviceJobId: '{job}' is CANCELLED; it has ended"
    services.shop.refused(
        "POST", f"{JOBS}/{job}/appointments/{appointment}", services.move_body(services.time(10)), 422
    )
    services.shop.refused("POST", f"{JOBS}/{job}/appointments", services.appointment_body(services.time(9)), 422)
