using Shop.ServiceDefaults.Pictures;
using Shop.Users.Addresses;
using Shop.Users.Administration;
using Shop.Users.Profile;
using Shop.Users.Security;
using Shop.Users.Sessions;

namespace Shop.Users;

/// <summary>What people, and those who run the shop, do with accounts through the interface and the pages.</summary>
static class PersonalData
{
    public static IServiceCollection AddPersonalData(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(UsersJson.Configure);
        services.AddSingleton<PictureTurns>();
        services.AddScoped<UserProfiles>().AddScoped<Avatars>().AddScoped<AddressBook>();
        services.AddScoped<SessionList>().AddScoped<SecurityEventList>();
        return services.AddScoped<Administrators>().AddScoped<UserQueries>().AddScoped<UserChanges>();
    }

    public static void MapPersonalData(this IEndpointRouteBuilder routes)
    {
        routes.MapProfile();
        routes.MapAvatars();
        routes.MapAddresses();
        routes.MapSessions();
        routes.MapSecurityEvents();
        routes.MapAdministration();
    }
}
