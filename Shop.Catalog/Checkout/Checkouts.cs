using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Catalog.Cart;
using Shop.Catalog.Coupons;
using Shop.Catalog.Data;
using Shop.Catalog.Stock;
using Shop.ServiceDefaults.Messaging;

namespace Shop.Catalog.Checkout;

/// <summary>What became of a checkout: exactly one of these.</summary>
abstract record CheckoutOutcome
{
    public sealed record Accepted(CheckoutResponse Answer) : CheckoutOutcome;

    public sealed record Moved(Quote Quote, string Detail) : CheckoutOutcome;

    public sealed record Invalid(Dictionary<string, string[]> Errors) : CheckoutOutcome;

    /// <summary>What is to be bought can't be read now. Nothing has changed.</summary>
    public sealed record CartAway : CheckoutOutcome;
}

/// <summary>
/// Accepts checkouts in two round trips: one reads, and one batch, which is a transaction of its own, writes. What was read may have changed in
/// between; so the batch checks it once more under locks and fails as a whole, and everything is read again.
/// </summary>
sealed class Checkouts(CatalogContext context, Quotes quotes, CheckoutOptions options, OutboxSignal outbox, TimeProvider time)
{
    /// <summary>Each further one needs that what was read still allowed the order, and no longer did a moment later.</summary>
    const int MostAttempts = 5;

    /// <summary>A lost connection is tried again too: whether the batch was committed then, the key tells.</summary>
    /// <param name="request">One that has passed <see cref="QuoteRules"/>.</param>
    /// <param name="address">As it goes on the label.</param>
    /// <param name="key">Of the request.</param>
    /// <param name="user">Who buys.</param>
    /// <param name="cart">What a request without lines buys; null where the cart can't be read. An order that was placed before under the key does not depend on it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<CheckoutOutcome> PlaceAsync(
        CheckoutRequest request, ShippingAddress address, string key, Guid user, IReadOnlyList<LineRequest>? cart, CancellationToken cancellationToken)
    {
        // Of the request as it came: by the time it is repeated the cart is another.
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, CatalogJson.Default.CheckoutRequest));
        return context.Database.CreateExecutionStrategy().ExecuteAsync(cancel => PlaceAsync(request with { Lines = request.Lines ?? cart }, request.Lines is null, address, key, hash, user, cancel), cancellationToken);
    }

    async Task<CheckoutOutcome> PlaceAsync(
        CheckoutRequest request, bool fromCart, ShippingAddress address, string key, byte[] hash, Guid user, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reads = await CheckoutReads.ReadAsync(context, request, user, key, cancellationToken);
            if (reads.Earlier is { } earlier)
                return earlier.RequestHash.AsSpan().SequenceEqual(hash)
                    ? new CheckoutOutcome.Accepted(JsonSerializer.Deserialize(earlier.Answer, CatalogJson.Default.CheckoutResponse)!)
                    : new CheckoutOutcome.Invalid(new() { ["Idempotency-Key"] = [CheckoutTexts.KeyUsed] });

            if (request.Lines is null)
                return new CheckoutOutcome.CartAway();
            // As the cart shows itself: what has been deleted altogether can't be seen there, nor taken out.
            if (fromCart)
                request = request with { Lines = [.. request.Lines.Where(line => reads.Products.ContainsKey(line!.ProductId))] };
            if (request.Lines.Count == 0)
                return new CheckoutOutcome.Invalid(new() { ["lines"] = [CartTexts.Empty] });
            var errors = new Dictionary<string, string[]>();
            if (quotes.Make(request, new(address.Country!, address.Region), reads, errors) is not { } quote)
                return new CheckoutOutcome.Invalid(errors);
            var isShort = quote.Lines.Any(line => line.Quantity > line.Available);
            if (isShort || quote.Total != request.ExpectedTotal || attempt > MostAttempts)
                return new CheckoutOutcome.Moved(quote, isShort ? CheckoutTexts.StockMoved : CheckoutTexts.TotalMoved);

            var now = time.GetUtcNow();
            var answer = new CheckoutResponse(Guid.CreateVersion7(now), now + options.ReservationLifetime, quote);
            try
            {
                await WriteAsync(answer, request, fromCart, address, reads, key, hash, user, now, cancellationToken);
                return new CheckoutOutcome.Accepted(answer);
            }
            catch (PostgresException refusal) when (refusal.SqlState is PostgresErrorCodes.UniqueViolation or StockLedger.Refused or CouponOffer.Refused)
            {
                // Somebody was faster: with the same key, with the last pieces or with the coupon.
            }
        }
    }

    /// <summary>One batch without an explicit transaction is one transaction: all or nothing, committed in the same round trip.</summary>
    async Task WriteAsync(
        CheckoutResponse answer, CheckoutRequest request, bool fromCart, ShippingAddress address, CheckoutReads reads, string key, byte[] hash, Guid user, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var (id, quote) = (answer.OrderId, answer.Quote);
        var coupon = quote.Discount is null ? null : reads.Coupon!.Coupon;
        var message = OutboxMessage.Create(Message(answer, request, address, reads, user, now), now);
        Guid[] products = [.. quote.Lines.Select(line => line.ProductId)];
        int[] quantities = [.. quote.Lines.Select(line => line.Quantity)];

        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)context.Database.GetDbConnection());
            // The key first: whoever comes second with it waits here, holding nothing.
            batch.BatchCommands.Add(new("insert into checkouts (id, user_id, idempotency_key, request_hash, answer, status, product_ids, quantities, coupon_id, expires_at, created_at, from_cart) values ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, $10, $11)")
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = id }, new NpgsqlParameter<Guid> { TypedValue = user }, new NpgsqlParameter<string> { TypedValue = key },
                    new NpgsqlParameter<byte[]> { TypedValue = hash }, new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(answer, CatalogJson.Default.CheckoutResponse) },
                    new NpgsqlParameter<Guid[]> { TypedValue = products }, new NpgsqlParameter<int[]> { TypedValue = quantities },
                    new NpgsqlParameter { Value = (object?)coupon?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid },
                    new NpgsqlParameter<DateTime> { TypedValue = answer.ReservedUntil.UtcDateTime }, new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
                    new NpgsqlParameter<bool> { TypedValue = fromCart },
                },
            });
            batch.BatchCommands.Add(message.ToInsert(context));
            // Locks that others wait for are taken last: the products in order of ids, then the coupon.
            batch.BatchCommands.Add(new("select move_stock($1::smallint, $2, null, null, $3, $4, $5, $6, $7)")
            {
                Parameters =
                {
                    new NpgsqlParameter<short> { TypedValue = (short)StockReason.Reserved }, new NpgsqlParameter<Guid> { TypedValue = id }, new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
                    new NpgsqlParameter<Guid[]> { TypedValue = products }, new NpgsqlParameter<int[]> { TypedValue = Array.ConvertAll(quantities, static quantity => -quantity) },
                    new NpgsqlParameter<int[]> { TypedValue = new int[quantities.Length] }, new NpgsqlParameter<decimal[]> { TypedValue = [.. quote.Lines.Select(line => line.UnitPrice)] },
                },
            });
            if (coupon is not null)
                batch.BatchCommands.Add(new("select use_coupon($1, $2, $3, $4)")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = coupon.Id }, new NpgsqlParameter<Guid> { TypedValue = user },
                        new NpgsqlParameter<Guid> { TypedValue = id }, new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
                    },
                });
            await batch.PrepareAsync(cancellationToken);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
        outbox.Raise();
    }

    static CheckoutAccepted Message(CheckoutResponse answer, CheckoutRequest request, ShippingAddress address, CheckoutReads reads, Guid user, DateTimeOffset now)
    {
        var quote = answer.Quote;
        return new(
            answer.OrderId, user, now, answer.ReservedUntil, quote.Currency,
            [.. quote.Lines.Select(line => new CheckoutAcceptedLine(
                line.ProductId, line.Sku, line.Slug, reads.Products[line.ProductId].NameEn, reads.Products[line.ProductId].NameZh,
                line.UnitPrice, line.Quantity, line.Amount, line.Discount, line.Tax))],
            quote.Subtotal, quote.Discount?.Coupon, quote.Discount?.Amount ?? 0.00m, quote.Shipping!.Method, quote.Shipping.Amount,
            quote.Tax?.Rate ?? 0, quote.Tax?.Amount ?? 0.00m, quote.Tax?.Included ?? false, quote.Total,
            address, request.PaymentToken!, CultureInfo.CurrentUICulture.Name);
    }
}
