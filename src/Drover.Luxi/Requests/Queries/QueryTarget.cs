using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests.Queries;

/// <summary>What Query and QueryFields may be asked about.</summary>
internal static class QueryTarget
{
    /// <summary>Checks the name of a resource while the request is read.</summary>
    /// <exception cref="RequestException">By the rules of 3.0.2: there is no such resource, which ends the connection.</exception>
    public static string Read(Arguments args)
    {
        var name = args.Text(0);
        if (!args.Is26 && !IsJobOnly(name) && args.Server.Kernel.Model.Resources.Find(name) is null)
            throw args.Fail($"Can't parse value '{name}' as neitherQueryTypeLuxi nor QueryTypeOp");
        return name;
    }

    /// <exception cref="LuxiErrorException">By the rules of 3.0.2: it is known, but answered by jobs only.</exception>
    /// <exception cref="QueryException">By the rules of 2.6: there is no such resource.</exception>
    public static Resource Find(CallContext context, string name, bool is26) => !is26 && IsJobOnly(name)
        ? throw new LuxiErrorException("GenericError", $"Query 'ItemTypeOpCode {(name == "os" ? "QROs" : "QRCluster")}' not supported")
        : context.Kernel.Model.Resources.Get(name).Foreign;

    /// <summary>Resources that 3.0.2 knows by name but answers only by a job.</summary>
    private static bool IsJobOnly(string name) => name is "cluster" or "os";
}
