using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.Localization;

namespace Shop.Catalog.Checkout;

/// <summary>The days between which something that is ordered now arrives.</summary>
sealed record DeliveryEstimate(DateOnly From, DateOnly To);

/// <summary>How something travels to a country, the cheapest way first.</summary>
sealed record DeliveryOffer(string Country, string Method, string Name, DeliveryEstimate Delivery);

/// <summary>How many working days a shipping method takes.</summary>
sealed class WorkingDays
{
    public int From { get; set; }

    public int To { get; set; }

    internal bool IsValid => From >= 0 && To >= From && To <= 365;

    /// <summary>What is ordered on a day off leaves, as it were, on the working day after it.</summary>
    public DeliveryEstimate EstimateFrom(DateOnly today, ICollection<DateOnly> holidays) => new(After(today, From, holidays), After(today, To, holidays));

    static DateOnly After(DateOnly day, int workingDays, ICollection<DateOnly> holidays)
    {
        while (IsOff(day))
            day = day.AddDays(1);
        for (var left = workingDays; left > 0; left--)
            do
                day = day.AddDays(1);
            while (IsOff(day));
        return day;

        bool IsOff(DateOnly candidate) => candidate.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || holidays.Contains(candidate);
    }
}

static class DeliveryEndpoints
{
    public static void MapDelivery(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/catalog/delivery").WithTags("Checkout").InLanguageOfRequest()
            .MapGet("", Get).AllowAnonymous().WithName("GetDelivery").WithSummary("When something that is ordered now arrives, by country and shipping method.");

    static Ok<List<DeliveryOffer>> Get(CheckoutOptions options, TimeProvider time)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return TypedResults.Ok(options.ShippingMethods
            .Where(static method => method.WorkingDays is not null)
            .OrderBy(static method => method.Rates[0].Price)
            .SelectMany(method => method.Countries.Select(country => new DeliveryOffer(
                country, method.Code, Language.Choose(method.NameEn, method.NameZh), method.WorkingDays!.EstimateFrom(today, options.Holidays))))
            .ToList());
    }
}
