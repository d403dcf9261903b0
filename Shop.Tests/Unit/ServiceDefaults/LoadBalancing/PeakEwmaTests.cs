using Shop.ServiceDefaults.LoadBalancing;
using Xunit;

namespace Shop.Tests.Unit.ServiceDefaults.LoadBalancing;

public sealed class PeakEwmaTests
{
    private readonly PeakEwma _latency = new();
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void It_is_nothing_before_the_first_answer() => Assert.Equal(0, _latency.At(_now));

    [Fact]
    public void It_rises_at_once_and_falls_slowly()
    {
        Answered(10);
        Answered(500);
        Assert.Equal(0.5, _latency.At(_now), 3);
        Answered(10);
        Assert.InRange(_latency.At(_now), 0.4, 0.5);
        for (var i = 0; i < 30; i++)
            Answered(10, TimeSpan.FromSeconds(1));
        Assert.Equal(0.01, _latency.At(_now), 2);
    }

    [Fact]
    public void Unused_it_falls_so_that_the_endpoint_is_tried_again()
    {
        Answered(1000);
        Assert.Equal(1 / Math.E, _latency.At(_now + TimeSpan.FromSeconds(5)), 3);
        Assert.InRange(_latency.At(_now + TimeSpan.FromMinutes(1)), 0, 1e-5);
    }

    [Fact]
    public void A_failure_is_twice_as_bad_and_no_worse_than_a_second()
    {
        Answered(10);
        _latency.Observe(Outcome.Unavailable, TimeSpan.FromMilliseconds(1), _now);
        Assert.Equal(0.02, _latency.At(_now), 3);
        for (var i = 0; i < 20; i++)
            _latency.Observe(Outcome.Unavailable, TimeSpan.FromMilliseconds(1), _now);
        Assert.Equal(1, _latency.At(_now), 3);
        _latency.Observe(Outcome.TimedOut, TimeSpan.FromSeconds(5), _now);
        Assert.Equal(5, _latency.At(_now), 3);
    }

    [Fact]
    public void What_was_given_up_took_at_least_so_long()
    {
        Answered(100);
        _latency.Observe(Outcome.Cancelled, TimeSpan.FromMilliseconds(10), _now);
        Assert.Equal(0.1, _latency.At(_now), 3);
        _latency.Observe(Outcome.Cancelled, TimeSpan.FromMilliseconds(300), _now);
        Assert.Equal(0.3, _latency.At(_now), 3);
    }

    private void Answered(int milliseconds, TimeSpan later = default)
    {
        _now += later;
        _latency.Observe(Outcome.Answered, TimeSpan.FromMilliseconds(milliseconds), _now);
    }
}
