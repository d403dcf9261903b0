namespace Aspire.Hosting;
public class DistributedApplication;
