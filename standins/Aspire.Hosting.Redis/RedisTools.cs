using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Redis;

public class RedisInsightResource(string name) : ContainerResource(name);

public class RedisCommanderResource(string name) : ContainerResource(name);
