using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

public sealed class DovecotTests(DovecotServer server, Servers servers) : ServerContract(server, servers), IClassFixture<DovecotServer>;
