using Drover.Kernel.Queries;

namespace Drover.Cluster.OperatingSystems;

/// <summary>The table of operating systems that instances could be installed with. There are none as long as no instances are made here; clients that look for
/// them get a listing without rows.</summary>
internal static class OsResource
{
    public static Resource Build() => new FieldTable<string>("os", "name")
        .Add("name", name => name)
        .Family("", _ => _ => FieldValue.NoData)
        .AddTo(Resource.Of<string>("os", "Operating systems that instances can be installed with")
            .KeyedBy("name", name => name)
            .Rows(_ => []))
        .Build();
}
