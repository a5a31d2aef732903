namespace Drover.Web.Calls;

/// <summary>One path of the door.</summary>
internal sealed record Route(string Method, string Path, Access Access, Func<Call, Task> Handle)
{
    public static Route Get(string path, Func<Call, Task> handle, Access access = Access.Local) => new("GET", path, access, handle);

    public static Route Post(string path, Func<Call, Task> handle) => new("POST", path, Access.Operators, handle);

    public static Route Put(string path, Func<Call, Task> handle) => new("PUT", path, Access.Operators, handle);
}
