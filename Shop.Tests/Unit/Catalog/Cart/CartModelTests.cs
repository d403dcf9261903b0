using System.Globalization;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shop.Catalog.Cart;
using Shop.Tests.Unit.Integrations;
using StackExchange.Redis;
using Xunit;

namespace Shop.Tests.Unit.Catalog.Cart;

/// <summary>Random sequences of all that can happen to a stranger's and a person's cart, in a real Redis and in a model of dictionaries, which must agree after each step.</summary>
public sealed class CartModelTests : IAsyncLifetime
{
    const int Products = 4;

    static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("SHOP_CART_ROUNDS") ?? "150", CultureInfo.InvariantCulture);

    static readonly Guid[] Ids = [.. Enumerable.Range(0, Products).Select(_ => Guid.NewGuid())];

    readonly RedisProcess redis = new RedisProcess().Start();
    readonly FakeTimeProvider time = new(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    ConnectionMultiplexer? connection;
    Carts carts = null!;

    public async ValueTask InitializeAsync()
    {
        connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",abortConnect=false");
        await Eventually.TrueAsync(() => Task.FromResult(connection.IsConnected), TestContext.Current.CancellationToken);
        carts = new(new ServiceCollection().AddSingleton<IConnectionMultiplexer>(connection).BuildServiceProvider(), new(), time);
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
            await connection.DisposeAsync();
        redis.Dispose();
    }

    enum Kind { Add, Set, Remove, Save, RemoveSaved, Clear, TakeOut, TakeOutAgain, Merge, MergeAgain }

    sealed record Step(Kind Kind, bool IsPerson, int Product, int Quantity, int Most);

    static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, Enum.GetValues<Kind>().Length - 1], Gen.Bool, Gen.Int[0, Products - 1], Gen.Int[1, 99], Gen.Int[1, 99],
        (kind, isPerson, product, quantity, most) => new Step((Kind)kind, isPerson, product, quantity, most));

    [Fact]
    public Task A_cart_is_what_the_model_says_whatever_happens_to_it() =>
        Steps.Array[1, 25].SampleAsync(async steps =>
        {
            var (user, anonymous) = (Guid.NewGuid(), Guid.NewGuid().ToString("N"));
            Model person = new(), stranger = new();
            (Guid Order, (Guid, int)[] Bought)? last = null;
            foreach (var step in steps)
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
                var (owner, model, id) = (step.IsPerson ? CartOwner.OfUser(user) : new(null, anonymous), step.IsPerson ? person : stranger, Ids[step.Product]);
                switch (step.Kind)
                {
                    case Kind.Add or Kind.Set:
                        var change = await carts.ChangeAsync(owner, step.Kind == Kind.Add, id, step.Quantity, step.Most, 10.50m);
                        Assert.Equal(model.Change(step.Kind == Kind.Add, id, step.Quantity, step.Most), (change.Quantity, change.IsLimited));
                        break;
                    case Kind.Remove:
                        await carts.RemoveAsync(owner, id);
                        model.Lines.Remove(id);
                        break;
                    case Kind.Save:
                        Assert.Equal(model.Save(id), await carts.SaveAsync(owner, id));
                        break;
                    case Kind.RemoveSaved:
                        await carts.RemoveSavedAsync(owner, id);
                        model.Saved.Remove(id);
                        break;
                    case Kind.Clear:
                        await carts.ClearAsync(owner);
                        model.Lines.Clear();
                        break;
                    case Kind.TakeOut:
                        last = (Guid.NewGuid(), [(id, step.Quantity)]);
                        await carts.TakeOutAsync(user, last.Value.Order, last.Value.Bought);
                        person.TakeOut(id, step.Quantity);
                        break;
                    case Kind.TakeOutAgain when last is { } order:
                        await carts.TakeOutAsync(user, order.Order, order.Bought);
                        break;
                    case Kind.Merge or Kind.MergeAgain:
                        // Several at once, as of several pages after one sign-in.
                        await Task.WhenAll(Enumerable.Range(0, step.Kind == Kind.Merge ? 1 : 3).Select(_ => MergeAsync(anonymous, user, step.Most)));
                        person.Merge(stranger, step.Most);
                        break;
                }
                await AgreeAsync(CartOwner.OfUser(user), person);
                await AgreeAsync(new(null, anonymous), stranger);
            }
        }, iter: Rounds, threads: 4);

    [Fact]
    public async Task A_merge_that_died_half_way_is_finished_and_not_done_twice()
    {
        var (user, anonymous, product) = (Guid.NewGuid(), Guid.NewGuid().ToString("N"), Ids[0]);
        await carts.ChangeAsync(new(null, anonymous), adds: true, product, 2, 99, 1);
        var kept = (await Database.HashGetAllAsync("cart:a:" + anonymous)).ToList();
        await MergeAsync(anonymous, user, 99);

        // As before the stranger's cart was removed: closed under a merge that the person's cart has a mark of.
        await Database.HashSetAsync("cart:a:" + anonymous, [.. kept, new("merged", $"the-merge:{user:N}")]);
        await Database.HashSetAsync($"cart:u:{user:N}", "m:the-merge", 1);
        Assert.Empty((await carts.ReadAsync(new(null, anonymous))).Lines);
        await MergeAsync(anonymous, user, 99);

        Assert.Equal(2, Assert.Single((await carts.ReadAsync(CartOwner.OfUser(user))).Lines).Quantity);
        Assert.False(await Database.KeyExistsAsync("cart:a:" + anonymous));
    }

    [Fact]
    public async Task Whom_a_strangers_cart_was_closed_for_gets_it_and_nobody_else()
    {
        var (user, other, anonymous) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid().ToString("N"));
        await carts.ChangeAsync(new(null, anonymous), adds: true, Ids[0], 2, 99, 1);
        await Database.HashSetAsync("cart:a:" + anonymous, "merged", $"the-merge:{user:N}");

        await MergeAsync(anonymous, other, 99);
        Assert.Empty((await carts.ReadAsync(CartOwner.OfUser(other))).Lines);

        await MergeAsync(anonymous, user, 99);
        Assert.Single((await carts.ReadAsync(CartOwner.OfUser(user))).Lines);
    }

    [Fact]
    public async Task A_strangers_cart_expires_and_a_persons_does_not()
    {
        var (user, anonymous) = (Guid.NewGuid(), Guid.NewGuid().ToString("N"));
        await carts.ChangeAsync(new(null, anonymous), adds: true, Ids[0], 1, 99, 1);
        await carts.ChangeAsync(CartOwner.OfUser(user), adds: true, Ids[0], 1, 99, 1);

        Assert.InRange((await Database.KeyTimeToLiveAsync("cart:a:" + anonymous))!.Value.TotalDays, 29.9, 30);
        Assert.Null(await Database.KeyTimeToLiveAsync($"cart:u:{user:N}"));
        // All bought: nothing but the mark of the order is left, and goes by itself, unless something comes in again.
        await carts.TakeOutAsync(user, Guid.NewGuid(), [(Ids[0], 1)]);
        Assert.NotNull(await Database.KeyTimeToLiveAsync($"cart:u:{user:N}"));
        await carts.ChangeAsync(CartOwner.OfUser(user), adds: true, Ids[1], 1, 99, 1);
        Assert.Null(await Database.KeyTimeToLiveAsync($"cart:u:{user:N}"));
    }

    [Fact]
    public async Task A_cart_holds_100_lines_and_what_a_merge_finds_no_room_for_is_saved_for_later()
    {
        var (user, anonymous) = (Guid.NewGuid(), Guid.NewGuid().ToString("N"));
        var owner = CartOwner.OfUser(user);
        for (var i = 0; i < Carts.MostLines; i++)
            Assert.False((await carts.ChangeAsync(owner, adds: true, Guid.NewGuid(), 1, 99, 1)).IsFull);
        Assert.True((await carts.ChangeAsync(owner, adds: true, Ids[0], 1, 99, 1)).IsFull);

        await carts.ChangeAsync(new(null, anonymous), adds: true, Ids[0], 3, 99, 1);
        await MergeAsync(anonymous, user, 99);

        var content = await carts.ReadAsync(owner);
        Assert.Equal(Carts.MostLines, content.Lines.Count);
        Assert.Equal((Ids[0], 3), (content.Saved[0].ProductId, content.Saved[0].Quantity));
    }

    [Fact]
    public async Task Prices_are_those_that_were_last_seen()
    {
        var owner = CartOwner.OfUser(Guid.NewGuid());
        await carts.ChangeAsync(owner, adds: true, Ids[0], 1, 99, 10);
        await carts.ChangeAsync(owner, adds: true, Ids[1], 1, 99, 20);
        await carts.SaveAsync(owner, Ids[1]);
        var content = await carts.ReadAsync(owner);
        await carts.RemoveAsync(owner, Ids[0]);

        await carts.AcceptPricesAsync(owner, content, new Dictionary<Guid, decimal> { [Ids[0]] = 11, [Ids[1]] = 21.50m });

        content = await carts.ReadAsync(owner);
        Assert.Empty(content.Lines);
        Assert.Equal(21.50m, Assert.Single(content.Saved).PriceSeen);
    }

    IDatabase Database => connection!.GetDatabase();

    Task MergeAsync(string anonymous, Guid user, int most) =>
        carts.MergeAsync(anonymous, user, products => Task.FromResult<IReadOnlyDictionary<Guid, int>>(products.ToDictionary(id => id, _ => most)));

    async Task AgreeAsync(CartOwner owner, Model model)
    {
        var content = await carts.ReadAsync(owner);
        Assert.Equal(model.Lines.OrderBy(line => line.Key), content.Lines.Select(line => KeyValuePair.Create(line.ProductId, line.Quantity)).OrderBy(line => line.Key));
        Assert.Equal(model.Saved.OrderBy(line => line.Key), content.Saved.Select(line => KeyValuePair.Create(line.ProductId, line.Quantity)).OrderBy(line => line.Key));
        Assert.Equal(model.Lines.Values.Sum(), content.Count);
    }

    sealed class Model
    {
        public Dictionary<Guid, int> Lines { get; } = [];

        public Dictionary<Guid, int> Saved { get; } = [];

        public (int Quantity, bool IsLimited) Change(bool adds, Guid product, int quantity, int most)
        {
            var wanted = quantity + (adds ? Lines.GetValueOrDefault(product) : 0);
            Saved.Remove(product);
            Lines[product] = Math.Min(wanted, most);
            return (Lines[product], wanted > most);
        }

        public bool Save(Guid product)
        {
            if (Lines.Remove(product, out var quantity))
                Saved[product] = quantity;
            return Saved.ContainsKey(product);
        }

        public void TakeOut(Guid product, int quantity)
        {
            if (Lines.TryGetValue(product, out var was) && was <= quantity)
                Lines.Remove(product);
            else if (was > 0)
                Lines[product] = was - quantity;
        }

        public void Merge(Model stranger, int most)
        {
            foreach (var (product, quantity) in stranger.Lines)
            {
                var was = Lines.GetValueOrDefault(product);
                Lines[product] = Math.Max(was, Math.Min(was + quantity, most));
                Saved.Remove(product);
            }
            foreach (var (product, quantity) in stranger.Saved.Where(saved => !Lines.ContainsKey(saved.Key)))
                Saved.TryAdd(product, quantity);
            stranger.Lines.Clear();
            stranger.Saved.Clear();
        }
    }
}
