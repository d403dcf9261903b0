using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting
{
    public interface IProjectMetadata : IResourceAnnotation
    {
        string ProjectPath { get; }
        bool SuppressBuild => false;
    }
}

namespace Aspire.Hosting.ApplicationModel
{
    public interface IResourceAnnotation;
}
