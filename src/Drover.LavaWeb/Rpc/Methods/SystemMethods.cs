using Drover.LavaWeb.Rpc.Wire;
using Drover.LavaWeb.Sessions;

namespace Drover.LavaWeb.Rpc.Methods;

/// <summary><c>system.*</c>: the interface about itself.</summary>
internal static class SystemMethods
{
    /// <summary>Version of LAVA's interface since it has namespaces.</summary>
    private const long ApiVersion = 2;

    public static IEnumerable<RpcMethod> All(RpcTable table) =>
    [
        RpcMethod.Of("system.version", "", "the release of LAVA whose interface this is", _ => ClientOptions.Release),
        RpcMethod.Of("system.api_version", "", "version of the interface", _ => ApiVersion),
        RpcMethod.Of("system.whoami", "", "name of the caller, nil without a token", request => request.Session.Holder?.User),
        RpcMethod.Of("system.listMethods", "", "names of all methods", _ => table.Names),
        RpcMethod.Of("system.methodHelp", "method", "what a method does", request => table.Find(request.Text(0)).Usage),
        RpcMethod.Of("system.methodSignature", "method", "always undef: arguments are told by methodHelp", request => table.Find(request.Text(0)) is not null ? "undef" : null),
        RpcMethod.Of("system.getCapabilities", "", "extensions of the wire", _ => new RpcStruct(
            ("xmlrpc", new RpcStruct(("specUrl", "http://www.xmlrpc.com/spec"), ("specVersion", 1L))),
            ("nil", new RpcStruct(("specUrl", "http://ontosys.com/xml-rpc/extensions.php"), ("specVersion", 1L))))),
        RpcMethod.Of("system.master_config", "", "settings that clients need", request => new RpcStruct(
            ("EVENT_SOCKET", request.Session.Access.Options.EventSocket ?? ""), ("EVENT_TOPIC", request.Session.Access.Options.EventTopic), ("EVENT_NOTIFICATION", request.Session.Access.Options.EventSocket is not null))),
        new("system.multicall", "calls", "answers several calls, each {methodName, params}: a list of one value, or a fault, for each", request => ManyAsync(table, request)),
    ];

    private static async Task<object?> ManyAsync(RpcTable table, RpcRequest request)
    {
        var calls = request.Items(0);
        var most = request.Session.Access.Options.MostCalls;
        if (calls.Count > most)
            throw LabRefusedException.Bad($"system.multicall takes at most {most} calls, not {calls.Count}: send the rest in another one.");
        List<object?> answers = [];
        foreach (var call in calls)
            answers.Add(await OneAsync(table, request, call));
        return answers;
    }

    private static async Task<object?> OneAsync(RpcTable table, RpcRequest request, object? call)
    {
        try
        {
            if (call is not RpcStruct members || members["methodName"] is not string method || members["params"] is not (null or IReadOnlyList<object?>))
                throw new RpcFaultException(RpcFaultException.InvalidCall, "Each call of system.multicall is a struct with methodName and params.");
            if (method == "system.multicall")
                throw new RpcFaultException(RpcFaultException.InvalidCall, "system.multicall does not call itself.");
            return new List<object?> { await table.CallAsync(new RpcCall(method, members["params"] as IReadOnlyList<object?> ?? []), request.Session) };
        }
        catch (RpcFaultException e)
        {
            return new RpcStruct(("faultCode", (long)e.Code), ("faultString", e.Message));
        }
    }
}
