using System.Numerics;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Catalog.Coupons;
using Shop.Catalog.Data;

namespace Shop.Catalog.Checkout;

/// <summary>An earlier checkout under the same key.</summary>
sealed record EarlierCheckout(byte[] RequestHash, string Answer);

/// <summary>All that a quote or a checkout reads, in one round trip.</summary>
sealed record CheckoutReads(Dictionary<Guid, ProductForSale> Products, CouponOffer? Coupon, EarlierCheckout? Earlier)
{
    /// <summary>By the logarithm of how many there are. A list is planned once for a connection; an array each time anew, since its length tells what it costs.</summary>
    static readonly string[] ProductsById = [.. Enumerable.Range(0, PowerOf(QuoteRequest.MostLines) + 1).Select(power =>
        $"select {ProductForSale.Columns} from products where id in ({string.Join(", ", Enumerable.Range(1, 1 << power).Select(static number => $"${number}"))})")];

    const string CouponByCode =
        $"select {CouponOffer.Columns}, (select count(*) from coupon_uses u where u.coupon_id = c.id and u.user_id = $2) from coupons c where c.code = $1";

    const string EarlierByKey = "select request_hash, answer from checkouts where user_id = $1 and idempotency_key = $2";

    /// <param name="context">Over whose connection it goes, in the caller's execution strategy.</param>
    /// <param name="request">What is read for.</param>
    /// <param name="user">Who asks, where that is known.</param>
    /// <param name="key">Of a checkout.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<CheckoutReads> ReadAsync(CatalogContext context, QuoteRequest request, Guid? user, string? key, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)context.Database.GetDbConnection());
            batch.BatchCommands.Add(ReadProducts([.. (request.Lines ?? []).Select(line => line!.ProductId)]));
            var asksCoupon = !string.IsNullOrWhiteSpace(request.Coupon);
            if (asksCoupon)
                batch.BatchCommands.Add(new(CouponByCode) { Parameters = { new NpgsqlParameter<string> { TypedValue = request.Coupon!.Trim().ToUpperInvariant() }, new NpgsqlParameter<Guid> { TypedValue = user ?? Guid.Empty } } });
            if (key is not null)
                batch.BatchCommands.Add(new(EarlierByKey) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = user!.Value }, new NpgsqlParameter<string> { TypedValue = key } } });
            await batch.PrepareAsync(cancellationToken);

            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            var products = new Dictionary<Guid, ProductForSale>();
            while (await reader.ReadAsync(cancellationToken))
                products.Add(reader.GetGuid(0), ProductForSale.Read(reader));
            var coupon = asksCoupon && await NextAsync(reader, cancellationToken) ? CouponOffer.Read(reader) : null;
            var earlier = key is not null && await NextAsync(reader, cancellationToken) ? new EarlierCheckout(reader.GetFieldValue<byte[]>(0), reader.GetString(1)) : null;
            return new(products, coupon, earlier);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    /// <summary>The list is filled up with what matches nothing.</summary>
    static NpgsqlBatchCommand ReadProducts(Guid[] ids)
    {
        var power = PowerOf(ids.Length);
        var command = new NpgsqlBatchCommand(ProductsById[power]);
        for (var i = 0; i < 1 << power; i++)
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = i < ids.Length ? ids[i] : Guid.Empty });
        return command;
    }

    static int PowerOf(int count) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, count)));

    static async Task<bool> NextAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.NextResultAsync(cancellationToken) && await reader.ReadAsync(cancellationToken);
}
