// Copyright the flink-laminar authors.
// SPDX-License-Identifier: Apache-2.0
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTCatalogServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/**
 * Iceberg's own server of its REST catalog, behind bearer tokens. Java runs it from this source:
 * none of the classes that it needs is on the class path of a build.
 *
 * <p>Arguments: port, token, client credential ({@code id:secret}) for which the token is given
 * out, and the properties of the catalog as {@code key=value}.
 */
final class RestCatalogProgram {

    public static void main(String[] arguments) throws Exception {
        Map<String, String> properties = new TreeMap<>();
        for (int property = 3; property < arguments.length; property++) {
            String[] entry = arguments[property].split("=", 2);
            properties.put(entry[0], entry[1]);
        }
        JdbcCatalog catalog = new JdbcCatalog();
        catalog.initialize("rest", properties);
        Server server =
                new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
        ServletContextHandler handler = new ServletContextHandler();
        handler.addServlet(
                new ServletHolder(
                        new GuardedCatalog(
                                new RESTCatalogAdapter(catalog), arguments[1], arguments[2])),
                "/*");
        server.setHandler(handler);
        server.start();
        server.join();
    }

    private static final class GuardedCatalog extends RESTCatalogServlet {

        private static final String TOKENS = "/v1/oauth/tokens";

        private final String token;
        private final String credential;

        GuardedCatalog(RESTCatalogAdapter catalog, String token, String credential) {
            super(catalog);
            this.token = token;
            this.credential = credential;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            try {
                if (request.getRequestURI().equals(TOKENS)) {
                    giveToken(request, response);
                } else if (("Bearer " + token).equals(request.getHeader("Authorization"))) {
                    super.service(request, response);
                } else {
                    answer(response, 401, error(401, "NotAuthorizedException", "No such token"));
                }
            } catch (jakarta.servlet.ServletException e) {
                throw new IOException(e);
            }
        }

        private void giveToken(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            String shown =
                    request.getParameter("client_id") + ":" + request.getParameter("client_secret");
            if (shown.equals(credential)) {
                answer(
                        response,
                        200,
                        "{\"access_token\":\""
                                + token
                                + "\",\"token_type\":\"bearer\",\"issued_token_type\":"
                                + "\"urn:ietf:params:oauth:token-type:access_token\"}");
            } else {
                answer(
                        response,
                        401,
                        "{\"error\":\"invalid_client\",\"error_description\":\"No such client\"}");
            }
        }

        private static String error(int code, String type, String message) {
            return "{\"error\":{\"message\":\""
                    + message
                    + "\",\"type\":\""
                    + type
                    + "\",\"code\":"
                    + code
                    + "}}";
        }

        private static void answer(HttpServletResponse response, int status, String json)
                throws IOException {
            response.setStatus(status);
            response.setContentType("application/json");
            response.getWriter().write(json);
        }
    }
}
