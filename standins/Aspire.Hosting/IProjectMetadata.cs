using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>What the AppHost knows of a project; <c>Projects.*</c> implements it.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }
    LaunchSettings? LaunchSettings => null;
    bool SuppressBuild => false;
    IConfiguration? Configuration => null;
}
