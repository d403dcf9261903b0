using System.Globalization;
using Shop.Catalog.Checkout;
using StackExchange.Redis;

namespace Shop.Catalog.Cart;

/// <summary>What became of a change.</summary>
/// <param name="Quantity">How many pieces are in the cart now.</param>
/// <param name="IsLimited">Whether more were wanted than there are, or than an order takes.</param>
/// <param name="IsFull">Nothing has changed: there is no room for another line.</param>
readonly record struct CartChange(int Quantity, bool IsLimited, bool IsFull);

/// <summary>The carts in Redis. Each change is one step there, whoever else changes the same cart.</summary>
/// <exception cref="RedisException">Redis is away; so it is with every method here.</exception>
sealed class Carts(IServiceProvider services, CartOptions options, TimeProvider time)
{
    public const int MostLines = QuoteRequest.MostLines, MostSaved = 100, LargestQuantity = QuoteRequest.LargestQuantity;

    /// <summary>For longer than it takes until an order is paid or given up, after which nobody takes it out any more; and than anyone merges.</summary>
    static readonly TimeSpan MarkLifetime = TimeSpan.FromDays(2);

    // Made at the first use: a service that starts while Redis is away waits for no connection.
    IDatabase Redis => services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();

    public async Task<CartContent> ReadAsync(CartOwner owner)
    {
        var fields = await Redis.HashGetAllAsync(Key(owner));
        // Once merged it is only a remnant of what lies in the person's cart.
        return fields.Any(static field => field.Name == "merged") ? CartContent.Empty : CartContent.Parse(fields);
    }

    /// <param name="owner">Whose cart.</param>
    /// <param name="adds">Whether the pieces come to those that are in it, or take their place.</param>
    /// <param name="product">Which product.</param>
    /// <param name="quantity">How many.</param>
    /// <param name="most">At most so many will be in it.</param>
    /// <param name="price">What it costs now.</param>
    public async Task<CartChange> ChangeAsync(CartOwner owner, bool adds, Guid product, int quantity, int most, decimal price)
    {
        var lifetime = owner.User is null ? (long)options.AnonymousLifetime.TotalSeconds : 0;
        var result = (long[])(await Redis.ScriptEvaluateAsync(
            CartScripts.Change, [Key(owner)],
            [adds ? "add" : "set", product.ToString("N"), quantity, most, CartContent.Format(price), time.GetUtcNow().ToUnixTimeMilliseconds(), lifetime, MostLines]))!;
        return result[0] switch
        {
            CartScripts.IsFull => new(0, false, IsFull: true),
            // The stranger has signed in on another page this very moment, and comes back with the person's cart.
            CartScripts.IsMerged => new(0, true, false),
            var now => new((int)now, result[1] == 1, false),
        };
    }

    public Task RemoveAsync(CartOwner owner, Guid product) => Redis.HashDeleteAsync(Key(owner), CartContent.Field(CartContent.LinePrefix, product));

    public Task RemoveSavedAsync(CartOwner owner, Guid product) => Redis.HashDeleteAsync(Key(owner), CartContent.Field(CartContent.SavedPrefix, product));

    /// <summary>Takes out all lines; what is saved for later stays.</summary>
    public async Task ClearAsync(CartOwner owner)
    {
        var content = await ReadAsync(owner);
        await Redis.HashDeleteAsync(Key(owner), [.. content.Lines.Select(line => (RedisValue)CartContent.Field(CartContent.LinePrefix, line.ProductId))]);
    }

    /// <summary>Moves a line to what is saved for later. False where there is none; null where there is no room.</summary>
    public async Task<bool?> SaveAsync(CartOwner owner, Guid product) =>
        (int)await Redis.ScriptEvaluateAsync(CartScripts.Save, [Key(owner)], [product.ToString("N"), MostSaved]) switch { 1 => true, 0 => false, _ => null };

    /// <summary>Takes today's prices for seen.</summary>
    public Task AcceptPricesAsync(CartOwner owner, CartContent content, IReadOnlyDictionary<Guid, decimal> prices) => Redis.ScriptEvaluateAsync(
        CartScripts.AcceptPrices, [Key(owner)],
        [
            .. content.Lines.Select(line => (CartContent.LinePrefix, line)).Concat(content.Saved.Select(saved => (CartContent.SavedPrefix, saved)))
                .Where(entry => prices.ContainsKey(entry.Item2.ProductId))
                .SelectMany(entry => new RedisValue[] { CartContent.Field(entry.Item1, entry.Item2.ProductId), CartContent.Format(prices[entry.Item2.ProductId]) }),
        ]);

    /// <summary>
    /// Puts a stranger's cart into the person's, who they turned out to be: once, however often and by however many it is asked for, and also where a
    /// process dies on the way. The stranger's is closed first, under an id that the person's keeps as a mark of what it has taken in.
    /// </summary>
    /// <param name="anonymous">The stranger's id.</param>
    /// <param name="user">The person.</param>
    /// <param name="most">How many pieces of each product there may be; those it does not name have no other limit than an order's.</param>
    public async Task MergeAsync(string anonymous, Guid user, Func<IReadOnlyCollection<Guid>, Task<IReadOnlyDictionary<Guid, int>>> most)
    {
        var (from, to) = (Key(new(null, anonymous)), Key(CartOwner.OfUser(user)));
        var fields = Fields((RedisResult[])(await Redis.ScriptEvaluateAsync(CartScripts.Close, [from], [Guid.NewGuid().ToString("N"), user.ToString("N")]))!);
        var owner = ((string?)fields.FirstOrDefault(static field => field.Name == "merged").Value)?.Split(':');
        // Another person has signed in with the same cart before: theirs it is.
        if (owner is not [var merge, var closedFor] || closedFor != user.ToString("N"))
            return;
        var content = CartContent.Parse(fields);
        var limits = await most([.. content.Lines.Select(line => line.ProductId)]);
        RedisValue[] arguments =
        [
            merge, time.GetUtcNow().ToUnixTimeSeconds(), (long)MarkLifetime.TotalSeconds, MostLines,
            .. content.Lines.SelectMany(line => Entry(CartContent.LinePrefix, line, Math.Min(LargestQuantity, limits.GetValueOrDefault(line.ProductId, LargestQuantity)))),
            .. content.Saved.SelectMany(saved => Entry(CartContent.SavedPrefix, saved, LargestQuantity)),
        ];
        await Redis.ScriptEvaluateAsync(CartScripts.Merge, [to], arguments);
        // The mark stays for a while: another who merges at the same time may have read what is deleted here, and come to the person's cart after it.
        await Redis.KeyDeleteAsync(from);
    }

    /// <summary>Takes out what an order has bought, once however often it is said; more of the same product stays.</summary>
    public Task TakeOutAsync(Guid user, Guid order, IEnumerable<(Guid Product, int Quantity)> bought) => Redis.ScriptEvaluateAsync(
        CartScripts.TakeOut, [Key(CartOwner.OfUser(user))],
        [
            order.ToString("N"), time.GetUtcNow().ToUnixTimeSeconds(), (long)MarkLifetime.TotalSeconds,
            .. bought.SelectMany(line => new RedisValue[] { line.Product.ToString("N"), line.Quantity }),
        ]);

    static RedisValue[] Entry(string prefix, CartEntry entry, int most) =>
        [CartContent.Field(prefix, entry.ProductId), entry.Quantity, CartContent.Format(entry.PriceSeen), entry.AddedAt, most];

    static HashEntry[] Fields(RedisResult[] flat) => [.. flat.Chunk(2).Select(static pair => new HashEntry((RedisValue)pair[0], (RedisValue)pair[1]))];

    static RedisKey Key(CartOwner owner) => owner.User is { } user ? string.Create(CultureInfo.InvariantCulture, $"cart:u:{user:N}") : "cart:a:" + owner.Anonymous;
}
