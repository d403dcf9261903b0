using System.Net;
using Aspire.Dashboard;
using Aspire.Dashboard.Security;
using CsCheck;
using Xunit;

namespace Shop.Tests.Unit.Dashboard;

public sealed class BrowserSessionTests
{
    readonly ManualClock _clock = new();

    [Fact]
    public void A_ticket_is_good_until_its_time_is_over()
    {
        var session = Session("token");
        var ticket = session.CreateTicket();
        Assert.True(session.IsTicket(ticket));
        _clock.Advance(BrowserSession.Lifetime);
        Assert.True(session.IsTicket(ticket));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(session.IsTicket(ticket));
    }

    [Fact]
    public void A_ticket_outlives_a_restart_with_the_same_token_only()
    {
        var ticket = Session("token").CreateTicket();
        Assert.True(Session("token").IsTicket(ticket));
        Assert.False(Session("another").IsTicket(ticket));
    }

    [Fact]
    public void No_changed_ticket_is_taken()
    {
        var session = Session("token");
        var ticket = session.CreateTicket();
        Gen.Select(Gen.Int[0, ticket.Length - 1], Gen.Char).Sample((at, c) =>
        {
            var changed = string.Concat(ticket.AsSpan(0, at), c.ToString(), ticket.AsSpan(at + 1));
            return changed == ticket || !session.IsTicket(changed);
        });
        Gen.String.Sample(any => !session.IsTicket(any));
    }

    [Fact]
    public void Wrong_tokens_are_refused_whatever_they_look_like() =>
        Gen.String.Where(s => s != "token").Sample(candidate => !Session("token").IsToken(candidate));

    [Fact]
    public void The_limit_is_per_address_and_ends_with_the_minute()
    {
        var limiter = new LoginLimiter(_clock);
        for (var i = 0; i < LoginLimiter.Limit; i++)
        {
            Assert.Null(limiter.Wait(IPAddress.Loopback));
            limiter.Failed(IPAddress.Loopback);
        }

        Assert.Equal(LoginLimiter.Window, limiter.Wait(IPAddress.Loopback));
        Assert.Null(limiter.Wait(IPAddress.IPv6Loopback));
        _clock.Advance(LoginLimiter.Window);
        Assert.Null(limiter.Wait(IPAddress.Loopback));
    }

    BrowserSession Session(string token) => new(new DashboardOptions { Url = "", BrowserToken = token, ApplicationName = "" }, _clock);
}
