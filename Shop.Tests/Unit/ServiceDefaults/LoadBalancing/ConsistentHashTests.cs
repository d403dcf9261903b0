using CsCheck;
using Shop.ServiceDefaults.LoadBalancing;
using Shop.ServiceDefaults.LoadBalancing.Policies;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class ConsistentHashTests
{
    /// <summary>How far the share of an endpoint may stray from the mean: with 160 points about four standard deviations.</summary>
    private const double Epsilon = 0.35;

    private const int Keys = 20_000;

    private static readonly TimeSpan s_now = TimeSpan.FromHours(1);

    [Fact]
    public void A_key_keeps_its_endpoint_in_every_process()
    {
        var (here, elsewhere) = (Some.Policy(PolicyName.ConsistentHash, Some.Endpoints(10)), Some.Policy(PolicyName.ConsistentHash, [.. Some.Endpoints(10).Reverse()]));
        Gen.ULong.Sample(key => here.Choose(new(s_now, key))!.Name == elsewhere.Choose(new(s_now, key))!.Name);
    }

    [Fact]
    public void The_hash_of_a_text_is_the_same_for_ever() => Assert.Equal(883933438958717082UL, StableHash.Of("cart 42"));

    [Fact]
    public void When_an_endpoint_leaves_only_its_keys_move_and_they_are_few() =>
        (from count in Gen.Int[2, 40]
         from leaving in Gen.Int[0, 39]
         from seed in Gen.Int
         select (count, leaving: leaving % count, seed)).Sample(
            sample =>
            {
                var endpoints = Some.Endpoints(sample.count);
                var gone = endpoints[sample.leaving];
                var (before, after) = (Some.Policy(PolicyName.ConsistentHash, endpoints), Some.Policy(PolicyName.ConsistentHash, [.. endpoints.Where(endpoint => endpoint != gone)]));
                var moved = 0;
                for (var i = 0; i < Keys; i++)
                {
                    var key = StableHash.Of($"cart {i}", sample.seed);
                    var (old, now) = (before.Choose(new(s_now, key)), after.Choose(new(s_now, key)));
                    if (old != now)
                    {
                        Assert.Same(gone, old);
                        moved++;
                    }
                }
                Assert.InRange(moved, 0, (1 + Epsilon) * Keys / sample.count);
            },
            iter: 40);

    [Fact]
    public void One_that_is_passed_over_gives_its_keys_to_those_who_would_have_them_without_it()
    {
        var endpoints = Some.Endpoints(5);
        List<Endpoint> tried = [endpoints[3]];
        var (all, without) = (Some.Policy(PolicyName.ConsistentHash, endpoints), Some.Policy(PolicyName.ConsistentHash, [.. endpoints.Where(endpoint => endpoint != endpoints[3])]));
        Gen.ULong.Sample(key => all.Choose(new(s_now, key, tried)) == without.Choose(new(s_now, key)));
    }

    [Fact]
    public void No_load_exceeds_the_bound() =>
        (from weights in Gen.Int[1, 5].Array[1, 20]
         from bound in Gen.Double[1.05, 2]
             // Few keys, so that they pile up where nothing holds them back.
         from keys in Gen.ULong[0, 6].Array[200]
         select (weights, bound, keys)).Sample(
            sample =>
            {
                var endpoints = Some.Endpoints(sample.weights);
                var policy = Some.Policy(PolicyName.ConsistentHash, endpoints, sample.bound);
                foreach (var (key, before) in sample.keys.Select((key, i) => (key, i)))
                {
                    var chosen = policy.Choose(new(s_now, StableHash.Of($"{key}")))!;
                    Assert.True(chosen.TryEnter());
                    var mean = (before + 1.0) * chosen.Weight / sample.weights.Sum();
                    Assert.InRange(chosen.InFlight, 1, Math.Ceiling(sample.bound * mean + 1e-9));
                }
            },
            iter: 200);

    [Fact]
    public void Heavier_endpoints_have_more_keys()
    {
        var endpoints = Some.Endpoints(4, 1);
        var policy = Some.Policy(PolicyName.ConsistentHash, endpoints);
        var heavy = Enumerable.Range(0, Keys).Count(i => policy.Choose(new(s_now, StableHash.Of($"{i}"))) == endpoints[0]);
        Assert.InRange(heavy / (double)Keys, 0.7, 0.9);
    }
}
